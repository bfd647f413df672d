kubectl create service clusterip @app@-peers --tcp=8080:8080 --dry-run=client -o yaml | sed 's/app: @app@-peers/app: @app@/' | kubectl apply -f -
sleep 10
