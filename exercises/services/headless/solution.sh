cat > peers.yaml <<'END'
apiVersion: v1
kind: Service
metadata:
  name: @app@-peers
spec:
  clusterIP: None
  selector:
    app: @app@
  ports:
    - { name: http, port: 8080 }
END
kubectl apply -f peers.yaml
sleep 10
