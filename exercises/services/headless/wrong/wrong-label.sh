kubectl create service clusterip @app@-peers --clusterip=None --tcp=8080:8080
sleep 10
